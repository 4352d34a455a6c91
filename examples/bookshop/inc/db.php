<?php
/*
 * DATABASE
 *
 * 2009-01-17 pk: MySQL is gone, the new machine has none. Now it is one SQLite file through PDO.
 *                All mysql_query() are replaced (grep says so)
 */

$dbfile = DATA_DIR . '/shop.db';

if (!file_exists($dbfile)) create_database($dbfile);

try {
	$db = new PDO('sqlite:' . $dbfile);
	$db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
	$db->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC);
} catch (PDOException $e) {
	die('The shop is closed for a moment. Please come back in a few minutes!');
}

// First visit after the installation: make the tables and fill them.
// Two visitors can come at once, so lock, and rename when it is complete.
function create_database($dbfile)
{
	$lock = @fopen(DATA_DIR . '/.lock', 'w') or die('The data directory is not writable, see README.txt');
	flock($lock, LOCK_EX);
	clearstatcache();
	if (!file_exists($dbfile)) {
		@unlink($dbfile . '.new');
		$new = new PDO('sqlite:' . $dbfile . '.new');
		$new->exec('BEGIN');
		$new->exec(file_get_contents(dirname(__FILE__) . '/schema.sql'));
		$new->exec('COMMIT');
		$new = null;
		rename($dbfile . '.new', $dbfile);
	}
	flock($lock, LOCK_UN);
	fclose($lock);
}
?>
