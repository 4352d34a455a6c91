<?php
/*
 * FRONT PAGE
 */
include 'inc/init.inc.php';

$title = 'Welcome';
$cat   = 0;

$news = $db->query('SELECT * FROM news ORDER BY day DESC LIMIT 2')->fetchAll();
$new  = $db->query('SELECT * FROM books WHERE stock > 0 ORDER BY added DESC, id DESC LIMIT ' . NEW_BOOKS)->fetchAll();
list($count, $authors) = $db->query('SELECT COUNT(*), COUNT(DISTINCT author) FROM books')->fetch(PDO::FETCH_NUM);

include 'inc/header.php';
?>
<h2>New in the shop</h2>
<table width="100%" cellpadding="6" cellspacing="0" border="0">
<?php
$i = 0;
foreach ($new as $book) {
	if ($i % 2 == 0) echo "<tr>\n";
?>
	<td width="50%" valign="top" class="book">
		<a href="book.php?id=<?php echo $book['id']; ?>"><b><?php echo h($book['title']); ?></b></a><br />
		<?php echo h($book['author']); ?><?php if ($book['year']) echo ', ' . $book['year']; ?><br />
		<small><?php echo h(shorten($book['descr'], 60)); ?></small><br />
		<b><?php echo price($book['price']); ?></b> <?php echo stock_text($book['stock']); ?>

	</td>
<?php
	if ($i % 2 == 1) echo "</tr>\n";
	$i++;
}
if ($i % 2 == 1) echo "\t<td>&nbsp;</td>\n</tr>\n";
?>
</table>

<p>There are <b><?php echo $count; ?></b> books by <b><?php echo $authors; ?></b> authors in our catalogue.
<a href="list.php">See them all</a></p>

<h2>News</h2>
<?php foreach ($news as $n) { ?>
<p><b><?php echo nice_date($n['day']); ?></b>
<a href="news.php/<?php echo $n['year']; ?>/<?php echo $n['slug']; ?>"><?php echo h($n['title']); ?></a><br />
<?php echo h(shorten($n['body'], 80)); ?></p>
<?php } ?>
<?php include 'inc/footer.php'; ?>
