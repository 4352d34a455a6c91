<?php
/*
 * SEARCH      search.php?q=alice&in=title
 */
include 'inc/init.inc.php';

extract($_GET, EXTR_SKIP);            // $q, $in
if (!isset($q)  || !is_string($q))  $q = '';
if (!isset($in) || !is_string($in)) $in = 'all';
$q = trim($q);

$title = 'Search';
$cat = 0;
include 'inc/header.php';
?>
<h2>Search</h2>
<form action="search.php" method="get">
<input type="text" name="q" size="30" value="<?=h($q)?>" />
in <select name="in">
<?php
$fields = array('all' => 'everything', 'title' => 'titles', 'author' => 'authors');
foreach ($fields as $f => $text) {
	echo "<option value=\"$f\"" . ($f == $in ? ' selected="selected"' : '') . ">$text</option>\n";
}
?>
</select>
<input type="submit" value="Find" />
</form>
<?php
if ($q != '') {
	$like = '%' . $q . '%';
	if ($in == 'title') {
		$res = $db->prepare('SELECT * FROM books WHERE title LIKE ? ORDER BY title, id');
		$res->execute(array($like));
	} elseif ($in == 'author') {
		$res = $db->prepare('SELECT * FROM books WHERE author LIKE ? ORDER BY author, id');
		$res->execute(array($like));
	} else {
		$res = $db->prepare('SELECT * FROM books WHERE title LIKE ? OR author LIKE ? OR descr LIKE ? ORDER BY author, title, id');
		$res->execute(array($like, $like, $like));
	}
	$found = $res->fetchAll();
	if (count($found) == 0) {
		message('Nothing found for <b>' . h($q) . '</b>. Try fewer letters.');
	} else {
		echo '<p><b>' . count($found) . '</b> book' . (count($found) == 1 ? '' : 's') . ' found for <b>' . h($q) . "</b></p>\n<ol>\n";
		foreach ($found as $row) {
			echo '<li><a href="' . book_url($row['id'], $row['title']) . '">' . h($row['title']) . '</a>, ' . h($row['author']) . "<br />\n";
			echo '<small>' . h(shorten($row['descr'], 90)) . "</small></li>\n";
		}
		echo "</ol>\n";
	}
}
include 'inc/footer.php';
?>
