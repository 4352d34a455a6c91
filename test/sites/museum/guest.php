<?php
	include dirname(__FILE__)."/lib/counter.inc";
	$name = StripSlashes(Trim($HTTP_POST_VARS['name']));
	$line = <<<LINE
<LI>$name ({$HTTP_SERVER_VARS['REMOTE_ADDR']})
LINE;
	$f = fopen("guests.txt", "a"); fwrite($f, $line); fclose($f);
	setcookie("visitor", $name, time()+3600);
	mail("curator@museum.example", "A guest", $line);
	echo "Thank you, $name!<a href='index.php3'>Back</a>";
