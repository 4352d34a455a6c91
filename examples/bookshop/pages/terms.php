<?php if (!defined('IN_SHOP')) die('Hacking attempt'); ?>
<h2>Terms</h2>
<ol>
<li>All books are used. This is the idea.</li>
<li>You can send everything back within 14 days, please not read in the bath.</li>
<li>Postage within Europe is 4,50&nbsp;EUR, from 80&nbsp;EUR we pay it. (It is added by hand.)</li>
<li>The place of jurisdiction is Salzburg, second floor.</li>
</ol>
