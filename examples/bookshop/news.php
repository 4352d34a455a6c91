<?php
/*
 * NEWS      news.php   news.php/2006   news.php/2006/spring
 */
include 'inc/init.inc.php';

$path = isset($_SERVER['PATH_INFO']) ? explode('/', trim($_SERVER['PATH_INFO'], '/')) : array('');
$year = (int) $path[0];
$slug = isset($path[1]) ? $path[1] : '';

$title = 'News';
$sql = 'SELECT * FROM news';
$par = array();
if ($path[0] != '') {
	$sql .= ' WHERE year = ?';
	$par[] = $year;
	$title .= ' ' . $year;
}
if ($slug != '') {
	$sql .= ' AND slug = ?';
	$par[] = $slug;
}
$res = $db->prepare($sql . ' ORDER BY day DESC');
$res->execute($par);
$news = $res->fetchAll();

if (!$news) {
	header('HTTP/1.1 404 Not Found');
	include 'inc/header.php';
	message('Nothing happened here: ' . h($_SERVER['PATH_INFO']), 'error');
	include 'inc/footer.php';
	exit;
}

if ($slug != '') $title = $news[0]['title'];
include 'inc/header.php';
echo '<h2>' . h($title) . "</h2>\n";
foreach ($news as $n) {
	echo '<p><b>' . nice_date($n['day']) . '</b> ';
	if ($slug == '')
		echo "<a href=\"$base/news.php/" . $n['year'] . '/' . $n['slug'] . '">' . h($n['title']) . '</a>';
	echo "<br />\n" . nl2br(h($n['body'])) . "</p>\n";
}
if ($path[0] != '') echo "<p><a href=\"$base/news.php\">All news</a></p>\n";
include 'inc/footer.php';
?>
