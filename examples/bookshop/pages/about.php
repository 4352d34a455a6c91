<?php if (!defined('IN_SHOP')) die('Hacking attempt'); ?>
<h2>About us</h2>
<p>Adalbert Grünwald opened the shop in 1926 with the library of his uncle.
Today his grand-daughter Katharina sells what he could not.</p>
<p>We have <?php echo $db->query('SELECT SUM(stock) FROM books')->fetchColumn(); ?> books on the shelves you see here,
and some 9000 in the cellar that nobody has typed in yet.</p>
<h3>Friends</h3>
<ul>
<?php
$res = $db->query('SELECT id, name FROM links ORDER BY name');
while (list($id, $name) = $res->fetch(PDO::FETCH_NUM)) {
	echo "<li><a href=\"go.php?id=$id\">" . h($name) . "</a></li>\n";
}
?>
</ul>
<?php include 'pages/opening.inc'; ?>
