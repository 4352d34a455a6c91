<?php
/*
 * WANT LISTS      customers send a list (text) or a picture of a book they look for
 */
include 'inc/init.inc.php';

$types = array('txt', 'csv', 'gif', 'jpg', 'png');
$error = '';
$done  = false;

if ($_SERVER['REQUEST_METHOD'] == 'POST') {
	if (!isset($_FILES['list']) || is_array($_FILES['list']['name'])) {
		$error = 'There was no file.';
	} elseif ($_FILES['list']['error'] == UPLOAD_ERR_NO_FILE) {
		$error = 'Please choose a file first.';
	} elseif ($_FILES['list']['error'] != UPLOAD_ERR_OK) {
		$error = 'The file did not arrive (error ' . $_FILES['list']['error'] . ').';
	} else {
		extract($_FILES['list']);           // $name $type $tmp_name $size
		$name = strtolower(preg_replace('/[^A-Za-z0-9._-]/', '_', basename($name)));
		$ext  = substr(strrchr($name, '.'), 1);
		if (!in_array($ext, $types)) {
			$error = 'We can read only ' . join(', ', $types) . '.';
		} elseif ($size > 200000) {
			$error = 'The file is too big, at most 200 kB please.';
		} else {
			$dir = DATA_DIR . '/uploads';
			if (!is_dir($dir)) @mkdir($dir);
			$sum = md5_file($tmp_name);
			move_uploaded_file($tmp_name, $dir . '/' . $name) or die('Cannot save the file');
			$done = true;
		}
	}
}

$title = 'Send us your wants';
include 'inc/header.php';
?>
<h2>Send us your wants</h2>
<?php
if ($error) message(h($error), 'error');
if ($done) {
	message('Thank you' . (post('who') != '' ? ', ' . h(post('who')) : '') . '! We have got <b>' . h($name) . '</b>, ' . $size . ' bytes.');
	echo '<p><small>Checksum: ' . $sum . "</small></p>\n";
} else {
?>
<form action="upload.php" method="post" enctype="multipart/form-data">
<input type="hidden" name="MAX_FILE_SIZE" value="200000" />
<p>Your name: <input type="text" name="who" value="<?=h(post('who'))?>" /></p>
<p>List or picture: <input type="file" name="list" /></p>
<p><input type="submit" value="Send" /></p>
</form>
<?php } ?>
<?php include 'inc/footer.php'; ?>
