<?php
/*
 * Stock for the programs of our partners (2009)
 *
 *   api/stock.php?id=12        one book
 *   api/stock.php?ids=1,2,3    some
 */
include '../inc/config.php';
include '../inc/db.php';

header('Content-Type: application/json; charset=utf-8');
header('Cache-Control: no-cache');

function book_json($row)
{
	return array(
		'id'        => (int) $row['id'],
		'title'     => $row['title'],
		'price'     => (float) $row['price'],
		'stock'     => (int) $row['stock'],
		'available' => $row['stock'] > 0,
		'year'      => $row['year'] ? (int) $row['year'] : null,
	);
}

if (isset($_GET['ids'])) {
	$ids = array_map('intval', explode(',', @(string) $_GET['ids']));
	$out = array();
	foreach ($db->query('SELECT * FROM books WHERE id IN (' . join(',', $ids) . ') ORDER BY id') as $row) {
		$out[] = book_json($row);
	}
	echo json_encode(array('books' => $out, 'count' => count($out)));
	exit;
}

$id = (int) @$_GET['id'];
$row = $db->query('SELECT * FROM books WHERE id = ' . $id)->fetch();
if (!$row) {
	header('HTTP/1.1 404 Not Found');
	die(json_encode(array('error' => 'no such book', 'id' => $id)));
}
echo json_encode(book_json($row));
