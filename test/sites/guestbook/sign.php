<?php
define('IN_GUESTBOOK', true);
require_once __DIR__ . '/inc/bootstrap.php';

$name = trim($_POST['name'] ?? '');
$text = isset($_POST['text']) ? trim($_POST['text']) : '';
if ($name === '' || $text === '') {
    http_response_code(422);
    header('Content-Type: text/plain; charset=utf-8');
    exit('Please write something');
}
$_SESSION['name'] = $name;
add_entry($name, $text);
setcookie('signed', '1', ['path' => '/']);
header('Location: index.php', true, 303);
