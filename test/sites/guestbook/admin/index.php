<?php
define('IN_GUESTBOOK', true);
require_once '../inc/bootstrap.php';
if (($_GET['forget'] ?? '') === 'yes') {
    forget_visitor();
}
?>
<p>Administration</p>
