<?php
/*
 * ONE BOOK      book.php?id=12   or   /books/12   or   /book/12-some-title.html
 */
include 'inc/init.inc.php';

$id = isset($_GET['id']) ? (int) $_GET['id'] : 0;
$book = get_book($id);

if (!$book) {
	header('HTTP/1.1 404 Not Found');
	$title = 'No such book';
	include 'inc/header.php';
	echo "<h2>No such book</h2>\n";
	message('We have no book with the number ' . $id . '. Perhaps it was sold years ago.', 'error');
	echo '<p><a href="' . $base . "/list.php\">Look at all books</a></p>\n";
	include 'inc/footer.php';
	exit;
}

$title = $book['title'];
$cat   = $book['cat'];
$cats  = categories();

include 'inc/header.php';
?>
<h2><?php echo h($book['title']); ?></h2>
<table cellpadding="4" cellspacing="0" border="0" class="details">
<tr><td class="label">Author</td><td><?php echo h($book['author']); ?></td></tr>
<tr><td class="label">Year</td><td><?php echo $book['year'] ? $book['year'] : 'no year'; ?></td></tr>
<tr><td class="label">Section</td><td><a href="<?php echo $base; ?>/list.php?cat=<?php echo $cat; ?>"><?php echo h($cats[$cat]); ?></a></td></tr>
<tr><td class="label">In the shop since</td><td><?php echo nice_date($book['added']); ?></td></tr>
<tr><td class="label">Price</td><td><b><?php echo price($book['price']); ?></b></td></tr>
<tr><td class="label">Stock</td><td><?php echo stock_text($book['stock']); ?></td></tr>
</table>
<p><?php echo nl2br(h($book['descr'])); ?></p>
<?php
if ($book['stock'] > 0) {
	echo "<p><a href=\"$base/cart.php?add=$id\"><b>Put it into the cart</b></a>";
	if (isset($_SESSION['cart'][$id])) echo ' (you have ' . $_SESSION['cart'][$id] . ' already)';
	echo "</p>\n";
} else {
	message('This book is sold out. <a href="' . $base . '/upload.php">Send us your wants</a> and we look for another one.');
}

// other books by the same author
$res = $db->prepare('SELECT id, title FROM books WHERE author = ? AND id <> ? ORDER BY title');
$res->execute(array($book['author'], $id));
$first = true;
while ($row = $res->fetch()) {
	if ($first) echo '<h3>Also by ' . h($book['author']) . "</h3>\n<ul>\n";
	echo "<li><a href=\"$base/book.php?id=" . $row['id'] . '">' . h($row['title']) . "</a></li>\n";
	$first = false;
}
if (!$first) echo "</ul>\n";

include 'inc/footer.php';
?>
