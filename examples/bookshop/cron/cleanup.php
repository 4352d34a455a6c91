#!/usr/bin/php
<?php
/*
 * Once a night:   15 3 * * *  php /var/www/bookshop/cron/cleanup.php [days]
 *
 * deletes the want lists older than 30 days and tidies up the database
 */
if (php_sapi_name() != 'cli') die('This is for cron only');

chdir(dirname(__FILE__));
include '../inc/config.php';
include '../inc/db.php';

$days = isset($argv[1]) ? (int) $argv[1] : 30;
$deleted = 0;
foreach ((array) glob(DATA_DIR . '/uploads/*') as $file) {
	if (basename($file) == 'index.html') continue;
	if (filemtime($file) < time() - $days * 86400) {
		@unlink($file);
		$deleted++;
	}
}
$db->exec('VACUUM');

echo "$deleted file(s) deleted\n";
?>
