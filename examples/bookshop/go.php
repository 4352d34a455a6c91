<?php
// counts the clicks to our friends      go.php?id=2
include 'inc/config.php';
include 'inc/db.php';

$id  = isset($_GET['id']) ? intval($_GET['id']) : 0;
$url = $db->query("SELECT url FROM links WHERE id = $id")->fetchColumn();
if (!$url) $url = 'index.php';
else $db->exec("UPDATE links SET clicks = clicks + 1 WHERE id = $id");
header('Location: ' . $url);
?>
