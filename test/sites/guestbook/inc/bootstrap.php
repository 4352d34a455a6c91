<?php
defined('IN_GUESTBOOK') or die('No');
session_start();
require_once dirname(__FILE__) . '/entries.php';
$db = new PDO('sqlite:' . dirname(__DIR__) . '/data/guestbook.db');
