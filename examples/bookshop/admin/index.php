<?php
/*
 * ADMINISTRATION -- summary
 * The password is asked by the web server (.htaccess)
 */
define('IN_ADMIN', true);
include '../inc/init.inc.php';

$user = '';
if (isset($_SERVER['PHP_AUTH_USER'])) $user = $_SERVER['PHP_AUTH_USER'];
if (isset($_SERVER['REMOTE_USER']))   $user = $_SERVER['REMOTE_USER'];

list($books, $pieces, $value) = $db->query('SELECT COUNT(*), SUM(stock), SUM(stock * price) FROM books')->fetch(PDO::FETCH_NUM);
$soldout   = $db->query('SELECT COUNT(*) FROM books WHERE stock = 0')->fetchColumn();
$customers = $db->query('SELECT COUNT(*) FROM customers')->fetchColumn();
list($orders, $turnover) = $db->query('SELECT COUNT(*), SUM(total) FROM orders')->fetch(PDO::FETCH_NUM);
$open      = $db->query("SELECT COUNT(*) FROM orders WHERE status = 'new'")->fetchColumn();

$title = 'Administration';
include '../inc/header.php';
?>
<h2>Administration</h2>
<p>Good day, <b><?php echo h($user); ?></b>. What do you want to do?
<a href="orders.php">Orders</a> | <a href="edit.php">New book</a></p>

<table cellpadding="4" cellspacing="0" border="1" class="summary">
<tr><td>Books</td><td align="right"><?php echo $books; ?></td></tr>
<tr><td>&nbsp; sold out</td><td align="right"><?php echo $soldout; ?></td></tr>
<tr><td>Pieces in stock</td><td align="right"><?php echo $pieces; ?></td></tr>
<tr><td>Value of the stock</td><td align="right"><?php echo price($value); ?></td></tr>
<tr><td>Customers</td><td align="right"><?php echo $customers; ?></td></tr>
<tr><td>Orders</td><td align="right"><?php echo $orders; ?></td></tr>
<tr><td>&nbsp; not sent yet</td><td align="right"><?php echo $open ? "<b>$open</b>" : 0; ?></td></tr>
<tr><td>Turnover</td><td align="right"><?php echo price($turnover); ?></td></tr>
</table>

<h3>Last orders</h3>
<table width="100%" cellpadding="4" cellspacing="0" border="0" class="list">
<tr bgcolor="#8a6d3b"><th>No.</th><th align="left">Date</th><th align="left">Customer</th><th align="right">Total</th><th>Status</th></tr>
<?php
$res = $db->query('SELECT orders.*, customers.name FROM orders LEFT JOIN customers ON customers.id = orders.customer ORDER BY orders.id DESC LIMIT 5');
while ($row = $res->fetch()) {
?>
<tr>
	<td align="center"><a href="orders.php?id=<?php echo $row['id']; ?>"><?php echo $row['id']; ?></a></td>
	<td><?php echo nice_date($row['ordered']) . substr($row['ordered'], 10, 6); ?></td>
	<td><?php echo h($row['name']); ?></td>
	<td align="right" nowrap><?php echo price($row['total']); ?></td>
	<td align="center"><?php echo $row['status'] == 'new' ? '<b>new</b>' : h($row['status']); ?></td>
</tr>
<?php } ?>
</table>

<h3>Nearly sold out</h3>
<ul>
<?php
$res = $db->query('SELECT id, title, stock FROM books WHERE stock BETWEEN 1 AND 1 ORDER BY title LIMIT 10');
while (list($id, $name, $stock) = $res->fetch(PDO::FETCH_NUM)) {
	echo "<li><a href=\"edit.php?id=$id\">" . h($name) . "</a> ($stock)</li>\n";
}
?>
</ul>
<?php include '../inc/footer.php'; ?>
