<?php
/*
 * ADMINISTRATION -- orders
 */
define('IN_ADMIN', true);
include '../inc/init.inc.php';

$states = array('new', 'sent', 'paid');
$id = isset($_GET['id']) ? (int) $_GET['id'] : 0;

if ($id && isset($_POST['status']) && in_array($_POST['status'], $states)) {
	$res = $db->prepare('UPDATE orders SET status = ? WHERE id = ?');
	$res->execute(array($_POST['status'], $id));
	header('Location: orders.php?id=' . $id);
	exit;
}

$title = 'Orders';
include '../inc/header.php';

if ($id) {
	$order = $db->query("SELECT orders.*, customers.name, customers.street, customers.town FROM orders LEFT JOIN customers ON customers.id = orders.customer WHERE orders.id = $id")->fetch();
	if (!$order) {
		message('There is no order ' . $id . '.', 'error');
		include '../inc/footer.php';
		exit;
	}
?>
<h2>Order <?=$id?></h2>
<p><?=h($order['name'])?><br /><?=h($order['street'])?><br /><?=h($order['town'])?></p>
<table cellpadding="4" cellspacing="0" border="1">
<?php
	$res = $db->query("SELECT l.qty, l.price, b.title FROM order_lines l LEFT JOIN books b ON b.id = l.book WHERE l.order_id = $id ORDER BY l.rowid");
	while (list($qty, $price, $book) = $res->fetch(PDO::FETCH_NUM)) {
		echo "<tr><td align=\"right\">$qty</td><td>" . h($book) . '</td><td align="right">' . price($qty * $price) . "</td></tr>\n";
	}
?>
<tr><td colspan="2">Total (with coupon)</td><td align="right"><b><?=price($order['total'])?></b></td></tr>
</table>
<?php if ($order['remark'] != '') message('Remark: <i>' . nl2br(h($order['remark'])) . '</i>'); ?>
<form action="orders.php?id=<?=$id?>" method="post">
<p>Status: <select name="status">
<?php foreach ($states as $s) echo "<option" . ($s == $order['status'] ? ' selected="selected"' : '') . ">$s</option>\n"; ?>
</select> <input type="submit" value="Save" /></p>
</form>
<p><a href="orders.php">All orders</a></p>
<?php
} else {
	echo "<h2>Orders</h2>\n<ul>\n";
	foreach ($db->query('SELECT o.id, o.total, o.status, c.name FROM orders o, customers c WHERE c.id = o.customer ORDER BY o.id') as $row) {
		echo "<li><a href=\"orders.php?id={$row['id']}\">No. {$row['id']}</a>, " . h($row['name']) . ', ' . price($row['total']) . " ({$row['status']})</li>\n";
	}
	echo "</ul>\n<p><a href=\"index.php\">Administration</a></p>\n";
}
include '../inc/footer.php';
?>
