<?php
/*
 * CART      lives in the session: $_SESSION['cart'][id] = quantity
 *
 *   cart.php?add=12      put in one
 *   cart.php?del=12      take out
 *   POST qty[12]=3       change the quantities, coupon=...
 */
include 'inc/init.inc.php';

if (!isset($_SESSION['cart'])) $_SESSION['cart'] = array();

if (isset($_GET['add'])) {
	$id = (int) $_GET['add'];
	$book = get_book($id);
	if ($book && $book['stock'] > 0) {
		@$_SESSION['cart'][$id]++;
		if ($_SESSION['cart'][$id] > $book['stock']) $_SESSION['cart'][$id] = (int) $book['stock'];
	}
	header('Location: cart.php');
	exit;
}

if (isset($_GET['del'])) {
	unset($_SESSION['cart'][(int) $_GET['del']]);
	header('Location: cart.php');
	exit;
}

$error = '';
if ($_SERVER['REQUEST_METHOD'] == 'POST') {
	if (isset($_POST['qty']) && is_array($_POST['qty'])) {
		foreach ($_POST['qty'] as $id => $qty) {
			$id  = (int) $id;
			$qty = (int) $qty;
			$book = get_book($id);
			if (!$book || !isset($_SESSION['cart'][$id])) continue;
			if ($qty > $book['stock']) {
				$qty = (int) $book['stock'];
				$error .= 'We have only ' . $qty . ' of "' . h($book['title']) . '".<br />';
			}
			if ($qty > 0)
				$_SESSION['cart'][$id] = $qty;
			else
				unset($_SESSION['cart'][$id]);
		}
	}
	$coupon = strtoupper(post('coupon'));
	if ($coupon == '') {
		unset($_SESSION['coupon']);
	} elseif (isset($coupons[$coupon])) {
		$_SESSION['coupon'] = $coupon;
	} else {
		$error .= 'We do not know the coupon "' . h($coupon) . '".<br />';
	}
	if (isset($_POST['checkout']) && $error == '') go_to('checkout.php');
}

$lines = cart_lines();
$title = 'Your cart';
include 'inc/header.php';

echo "<h2>Your cart</h2>\n";
if ($error) message($error, 'error');
if (count($lines) == 0) {
	message('There is nothing in it. <a href="list.php">Look at our books</a>');
	include 'inc/footer.php';
	exit;
}
?>
<form action="cart.php" method="post">
<table width="100%" cellpadding="4" cellspacing="0" border="0" class="list">
<tr bgcolor="#8a6d3b"><th align="left">Book</th><th>Quantity</th><th align="right">Price</th><th align="right">Sum</th><th>&nbsp;</th></tr>
<?php foreach ($lines as $l) { ?>
<tr>
	<td><a href="book.php?id=<?=$l['id']?>"><?=h($l['title'])?></a><br /><small><?=h($l['author'])?></small></td>
	<td align="center"><input type="text" name="qty[<?=$l['id']?>]" value="<?=$l['qty']?>" size="2" /></td>
	<td align="right" nowrap><?=price($l['price'])?></td>
	<td align="right" nowrap><?=price($l['sum'])?></td>
	<td><a href="cart.php?del=<?=$l['id']?>">remove</a></td>
</tr>
<?php } ?>
<?php if ($cart_discount > 0) { ?>
<tr><td colspan="3" align="right">Coupon <?=h($_SESSION['coupon'])?> (<?=$coupons[$_SESSION['coupon']]?>%)</td><td align="right" nowrap>-<?=price($cart_discount)?></td><td>&nbsp;</td></tr>
<?php } ?>
<tr><td colspan="3" align="right"><b>Total</b></td><td align="right" nowrap><b><?=price($cart_total - $cart_discount)?></b></td><td>&nbsp;</td></tr>
</table>
<p>Coupon: <input type="text" name="coupon" size="10" value="<?php if (isset($_SESSION['coupon'])) echo h($_SESSION['coupon']); ?>" />
<input type="submit" value="Update" />
<input type="submit" name="checkout" value="Go to the checkout" /></p>
</form>
<?php include 'inc/footer.php'; ?>
