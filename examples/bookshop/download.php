<?php
/*
 * CATALOGUES      download.php?file=catalogue-112.txt
 */
if (isset($_GET['file']) && is_string($_GET['file']) && $_GET['file'] != '') {
	include 'inc/config.php';
	$name = basename($_GET['file']);
	$path = DATA_DIR . '/downloads/' . $name;
	if ($name == '' || $name[0] == '.' || !@is_file($path)) {
		header('HTTP/1.1 404 Not Found');
		die('No such catalogue');
	}
	$types = array('txt' => 'text/plain; charset=utf-8', 'csv' => 'text/csv; charset=utf-8', 'pdf' => 'application/pdf');
	$ext = substr(strrchr($name, '.'), 1);
	header('Content-Type: ' . (isset($types[$ext]) ? $types[$ext] : 'application/octet-stream'));
	header('Content-Length: ' . filesize($path));
	header('Content-Disposition: attachment; filename="' . $name . '"');
	readfile($path);
	exit;
}

include 'inc/init.inc.php';
$title = 'Catalogues';
include 'inc/header.php';

$files = array();
$dir = opendir(DATA_DIR . '/downloads') or die('No catalogues today');
while (($f = readdir($dir)) !== false) {
	if ($f[0] != '.') $files[] = $f;
}
closedir($dir);
sort($files);

echo "<h2>Catalogues</h2>\n<ul>\n";
foreach ($files as $f) {
	echo '<li><a href="download.php?file=' . urlencode($f) . '">' . h($f) . '</a> (' . filesize(DATA_DIR . '/downloads/' . $f) . " bytes)</li>\n";
}
echo "</ul>\n";
include 'inc/footer.php';
?>
