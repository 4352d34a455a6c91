<?php
if (!defined('IN_SHOP')) die('Hacking attempt');
$mail = str_replace('@', ' (at) ', SHOP_EMAIL);     // against spam
?>
<h2>Contact</h2>
<p><?=h(SHOP_NAME)?><br />Bücherplatz 3<br />5020 Salzburg</p>
<p>E-Mail: <?=h($mail)?></p>
<?php include 'pages/opening.inc'; ?>
