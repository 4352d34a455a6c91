<?php

function entries_of_page(int $page): array
{
    global $db;
    $statement = $db->prepare('SELECT name, text FROM entries ORDER BY id DESC LIMIT 20 OFFSET ?');
    $statement->execute([($page - 1) * 20]);
    return $statement->fetchAll();
}

function add_entry(string $name, string $text): void
{
    global $db;
    $db->prepare('INSERT INTO entries (name, text) VALUES (?, ?)')->execute([$name, $text]);
}

function forget_visitor(): void
{
    $_SESSION = [];
    session_destroy();
}
