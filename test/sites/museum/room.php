<?
	// ?room=2&light=on
	import_request_variables("gp");
	require("lib/counter.inc");
	$room = (Integer) $HTTP_GET_VARS["room"];
	if (!session_is_registered("seen")) session_register("seen");
	$seen[$room] =& $HTTP_SESSION_VARS["seen"][$room];
	$title = "Room $HTTP_GET_VARS[room]";
	$file = "rooms/room" . $room . ".txt";
	if (!file_exists($file)) { Header("Location: index.php3"); exit; }
	$$title = $room;
?>
<H1><?=$title?></H1>
<? readfile($file) ?>
<FORM ACTION=guest.php METHOD=POST><INPUT NAME="name"></FORM>
