<?php
/*
 * LIST OF BOOKS, with pages     list.php?cat=2&page=3&sort=price
 */
include 'inc/init.inc.php';

$cat  = isset($_GET['cat'])  ? (int) $_GET['cat']  : 0;
$page = isset($_GET['page']) ? (int) $_GET['page'] : 1;
$sort = isset($_GET['sort']) ? $_GET['sort'] : 'author';

// only these, they go straight into the query!!
switch ($sort) {
	case 'price': $order = 'price, id'; break;
	case 'year':  $order = 'year IS NULL, year, id'; break;
	case 'title': $order = 'title, id'; break;
	default:      $order = 'author, title, id'; $sort = 'author';
}

$cats = categories();
if ($cat != 0 && !isset($cats[$cat])) {
	header('Location: ' . $base . '/list.php');
	exit;
}

$where = $cat ? "WHERE cat = $cat" : '';
$total = $db->query("SELECT COUNT(*) FROM books $where")->fetchColumn();
$pages = ceil($total / BOOKS_ON_PAGE);
if ($page > $pages) $page = $pages;
if ($page < 1) $page = 1;
$start = (int) (($page - 1) * BOOKS_ON_PAGE);

$title = $cat ? $cats[$cat] : 'All books';
include 'inc/header.php';
?>
<h2><?=h($title)?></h2>
<p><?=$total?> books. Sort by
<?php
foreach (array('author', 'title', 'year', 'price') as $s) {
	if ($s == $sort) echo "<b>$s</b>\n";
	else echo "<a href=\"list.php?cat=$cat&amp;sort=$s\">$s</a>\n";
}
?>
</p>
<table width="100%" cellpadding="4" cellspacing="0" border="0" class="list">
<tr bgcolor="#8a6d3b"><th align="left">Author</th><th align="left">Title</th><th>Year</th><th align="right">Price</th><th>&nbsp;</th></tr>
<?php
$res = $db->query("SELECT id, author, title, year, price, stock FROM books $where ORDER BY $order LIMIT $start, " . BOOKS_ON_PAGE);
$n = 0;
while (list($id, $author, $booktitle, $year, $price, $stock) = $res->fetch(PDO::FETCH_NUM)) {
	$color = $n++ % 2 ? '#f4efe2' : '#ffffff';
	echo "<tr bgcolor=\"$color\">\n";
	echo "\t<td>" . h($author) . "</td>\n";
	echo "\t<td><a href=\"" . book_url($id, $booktitle) . '">' . h($booktitle) . "</a></td>\n";
	echo "\t<td align=\"center\">" . ($year ? $year : '-') . "</td>\n";
	echo "\t<td align=\"right\" nowrap>" . price($price) . "</td>\n";
	echo "\t<td align=\"center\">";
	if ($stock) echo "<a href=\"cart.php?add=$id\">buy</a>"; else echo 'sold';
	echo "</td>\n</tr>\n";
}
?>
</table>
<?php
$link = "list.php?cat=$cat&amp;sort=$sort&amp;page=";
include 'inc/paging.inc';
include 'inc/footer.php';
?>
