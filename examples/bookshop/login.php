<?php
/*
 * LOGIN
 */
include 'inc/init.inc.php';

// where to go afterwards, only our own pages
$back = 'index.php';
if (isset($_REQUEST['back']) && is_string($_REQUEST['back']) && preg_match('/^[a-z]+\.php$/', $_REQUEST['back'])) $back = $_REQUEST['back'];

$error = false;
if (isset($_POST['login'])) {
	$res = $db->prepare('SELECT id, name FROM customers WHERE login = ? AND pass = ?');
	$res->execute(array(post('login'), md5(post('pass'))));
	$row = $res->fetch();
	if ($row) {
		session_regenerate_id(true);
		$_SESSION['user'] = array('id' => (int) $row['id'], 'name' => $row['name']);
		header('Location: ' . $back);
		exit;
	}
	$error = true;
}

$title = 'Log in';
include 'inc/header.php';
?>
<h2>Log in</h2>
<?php
if ($error) message('This name and password do not belong together.', 'error');
if (isset($_SESSION['user'])) message('You are logged in as ' . h($_SESSION['user']['name']) . '.');
?>
<form action="<?=h($_SERVER['PHP_SELF'])?>" method="post">
<input type="hidden" name="back" value="<?=h($back)?>" />
<table cellpadding="3" cellspacing="0" border="0">
<tr><td>Name:</td><td><input type="text" name="login" value="<?=h(post('login'))?>" /></td></tr>
<tr><td>Password:</td><td><input type="password" name="pass" /></td></tr>
<tr><td>&nbsp;</td><td><input type="submit" value="Log in" /></td></tr>
</table>
</form>
<p>You have no account? Come to the shop, we write you down in the book.</p>
<?php include 'inc/footer.php'; ?>
