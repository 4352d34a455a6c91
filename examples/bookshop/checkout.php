<?php
/*
 * CHECKOUT, only for customers
 */
include 'inc/init.inc.php';
need_login();

// the order is done (after the redirect, so that Reload does not order twice)
if (isset($_GET['done'])) {
	if (!isset($_SESSION['last_order'])) go_to('cart.php');
	$res = $db->query('SELECT * FROM orders WHERE id = ' . (int) $_SESSION['last_order']);
	$order = $res->fetch() or die('Order not found');
	$title = 'Thank you';
	include 'inc/header.php';
	echo "<h2>Thank you!</h2>\n";
	message('Your order no. <b>' . $order['id'] . '</b> over ' . price($order['total']) . ' has arrived. We pack it tomorrow.');
	echo "<p><a href=\"index.php\">Back to the books</a></p>\n";
	include 'inc/footer.php';
	exit;
}

$lines = cart_lines();
if (count($lines) == 0) go_to('cart.php');
$total = $cart_total - $cart_discount;

$customer = $db->query('SELECT * FROM customers WHERE id = ' . $_SESSION['user']['id'])->fetch();
if (!$customer) die('Customer not found');

$error = '';
if (isset($_POST['order'])) {
	if (post('terms') != 'yes') $error = 'Please read the terms first (really!).';
	if ($error == '') {
		$db->beginTransaction();
		$res = $db->prepare('INSERT INTO orders (customer, ordered, total, remark) VALUES (?, ?, ?, ?)');
		$res->execute(array($customer['id'], date('Y-m-d H:i:s'), $total, post('remark')));
		$order = (int) $db->lastInsertId();
		$res = $db->prepare('INSERT INTO order_lines (order_id, book, qty, price) VALUES (?, ?, ?, ?)');
		foreach ($lines as $l) {
			$res->execute(array($order, $l['id'], $l['qty'], $l['price']));
			$db->exec("UPDATE books SET stock = MAX(stock - {$l['qty']}, 0) WHERE id = {$l['id']}");
		}
		$db->commit();

		if (SHOP_SENDMAIL) @mail(SHOP_EMAIL, 'Order no. ' . $order, 'Total: ' . price($total) . "\n\n" . post('remark'));

		unset($_SESSION['cart']);
		unset($_SESSION['coupon']);
		$_SESSION['last_order'] = $order;
		go_to('checkout.php?done=1');
	}
}

$title = 'Checkout';
include 'inc/header.php';
?>
<h2>Checkout</h2>
<?php if ($error) message($error, 'error'); ?>
<p>We send these books to<br />
<b><?=h($customer['name'])?></b><br /><?=h($customer['street'])?><br /><?=h($customer['town'])?></p>
<ul>
<?php foreach ($lines as $l) echo '<li>' . $l['qty'] . ' x ' . h($l['title']) . ', ' . price($l['sum']) . "</li>\n"; ?>
</ul>
<p>Total: <b><?=price($total)?></b><?php if ($cart_discount > 0) echo ' (coupon ' . h($_SESSION['coupon']) . ')'; ?></p>
<form action="checkout.php" method="post">
<p>Remark:<br /><textarea name="remark" rows="4" cols="40"><?=h(post('remark'))?></textarea></p>
<p><input type="checkbox" name="terms" value="yes" /> I have read the <a href="info.php?page=terms">terms</a></p>
<p><input type="submit" name="order" value="Order now" /></p>
</form>
<?php include 'inc/footer.php'; ?>
