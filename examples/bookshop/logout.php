<?php
include 'inc/init.inc.php';
$_SESSION = array();
session_destroy();
setcookie(session_name(), '', 1, '/');
header('Location: index.php');
?>
