<?php
/*
 * PAGES WITH TEXT ONLY      info.php?page=about
 */
include 'inc/init.inc.php';

$pages = array('about' => 'About us', 'contact' => 'Contact', 'terms' => 'Terms');
$page  = isset($_GET['page']) ? $_GET['page'] : 'about';

if (!is_string($page) || !isset($pages[$page])) {
	header('HTTP/1.1 404 Not Found');
	$title = 'Not here';
	include 'inc/header.php';
	message('This page does not exist.', 'error');
	include 'inc/footer.php';
	exit;
}

$title = $pages[$page];
include 'inc/header.php';
include 'pages/' . $page . '.php';
include 'inc/footer.php';
?>
