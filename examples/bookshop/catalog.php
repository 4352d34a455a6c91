<?php
// the old list of 2004. Google still knows it
include 'inc/config.php';
$where = dirname($_SERVER['SCRIPT_NAME']);
if ($where == '/') $where = '';
header('HTTP/1.1 301 Moved Permanently');
header('Location: http://' . $_SERVER['HTTP_HOST'] . $where . '/list.php' . (isset($_GET['section']) ? '?cat=' . (int) $_GET['section'] : ''));
?>
<html><body>The catalogue is <a href="list.php">here</a> now.</body></html>
