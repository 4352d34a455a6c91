<?php
// every page begins with this

define('IN_SHOP', true);

require_once dirname(__FILE__) . '/config.php';
require_once dirname(__FILE__) . '/functions.php';
require_once dirname(__FILE__) . '/db.php';

// $base = address of the shop without slash at the end: '' or '/shop'
$base = dirname($_SERVER['SCRIPT_NAME']);
if (defined('IN_ADMIN')) $base = dirname($base);
if ($base == '/' || $base == '\\' || $base == '.') $base = '';

session_name(SESSION_NAME);
session_start();

header('Content-Type: text/html; charset=utf-8');
?>
