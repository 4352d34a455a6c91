<?php
/*
 * CONFIGURATION -- the only file you should need to change
 */

error_reporting(E_ALL ^ E_NOTICE);
date_default_timezone_set('Europe/Vienna');

define('SHOP_NAME',     'Grünwald & Daughter');
define('SHOP_EMAIL',    'shop@example.org');
define('SHOP_SENDMAIL', false);           // true = send a mail for every order
define('BOOKS_ON_PAGE', 8);
define('NEW_BOOKS',     6);               // on the front page

// where database, uploads and downloads are kept (the web server must be able to write there)
define('DATA_DIR', getenv('BOOKSHOP_DATA') ? getenv('BOOKSHOP_DATA') : dirname(__FILE__) . '/../data');

// two shops on one server need two names here
define('SESSION_NAME', getenv('BOOKSHOP_SESSION') ? getenv('BOOKSHOP_SESSION') : 'PHPSESSID');

// coupons: code => percent
$coupons = array(
	'SPRING06' => 10,
	'LIBRARY'  => 25,
);
?>
