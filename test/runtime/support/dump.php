<?php
// Prints PHP's input arrays as JSON that keeps bytes, order and key types.

function dump($value)
{
    if (is_array($value)) {
        $entries = [];
        foreach ($value as $key => $item) {
            $entries[] = [is_int($key) ? 'i' . $key : 's' . bin2hex($key), dump($item)];
        }
        return $entries;
    }
    return is_string($value) ? 's' . bin2hex($value) : $value;
}

$files = [];
foreach ($_FILES as $name => $file) {
    if (isset($file['tmp_name'])) {
        if (is_array($file['tmp_name'])) array_walk_recursive($file['tmp_name'], function (&$path) {
            $path = $path === '' ? '' : file_get_contents($path);
        });
        elseif (is_string($file['tmp_name']) && $file['tmp_name'] !== '') $file['tmp_name'] = file_get_contents($file['tmp_name']);
    }
    $files[$name] = $file;
}
echo json_encode(['get' => dump($_GET), 'post' => dump($_POST), 'cookie' => dump($_COOKIE), 'files' => dump($files), 'raw' => bin2hex(file_get_contents('php://input'))]);
