<?php
// needs: $title. Optional: $cat (category that is open in the menu)
if (!defined('IN_SHOP')) die('Hacking attempt');
if (!isset($cat)) $cat = 0;
?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title><?php echo h($title); ?> - <?php echo h(SHOP_NAME); ?></title>
<link rel="stylesheet" type="text/css" href="<?php echo $base; ?>/css/style.css" />
</head>
<body bgcolor="#f4efe2">
<table width="780" align="center" cellpadding="0" cellspacing="0" border="0" class="page">
<tr>
	<td width="180" class="logo"><a href="<?php echo $base; ?>/index.php"><img src="<?php echo $base; ?>/img/logo.gif" width="48" height="40" border="0" alt="<?php echo h(SHOP_NAME); ?>" /></a></td>
	<td class="head"><h1><?php echo h(SHOP_NAME); ?></h1>Old and not so old books. Salzburg, since 1926</td>
	<td width="200" class="user" align="right">
<?php if (isset($_SESSION['user'])) { ?>
	Hello, <b><?php echo h($_SESSION['user']['name']); ?></b>!
	<a href="<?php echo $base; ?>/logout.php">Log out</a><br />
<?php } else { ?>
	<a href="<?php echo $base; ?>/login.php">Log in</a><br />
<?php }
$in_cart = cart_count();
if ($in_cart > 0) { ?>
	<img src="<?php echo $base; ?>/img/cart.gif" width="16" height="14" alt="" />
	<a href="<?php echo $base; ?>/cart.php"><?php echo $in_cart; ?> book<?php if ($in_cart != 1) echo 's'; ?> in your cart</a>
<?php } else { ?>
	Your cart is empty
<?php } ?>
	</td>
</tr>
<tr>
	<td valign="top" class="menu">
	<form action="<?php echo $base; ?>/search.php" method="get"><input type="text" name="q" size="12" /> <input type="submit" value="Find" /></form>
	<b>Books</b><br />
<?php
// NOT $id, $name: the pages use these! (that was a long night)
foreach (categories() as $menu_id => $menu_name) {
	if ($menu_id == $cat)
		echo "\t<b class=\"open\">&raquo; " . h($menu_name) . "</b><br />\n";
	else
		echo "\t<a href=\"$base/list.php?cat=$menu_id\">" . h($menu_name) . "</a><br />\n";
}
?>
	<a href="<?php echo $base; ?>/list.php">All books</a><br />
	<br />
	<b>The shop</b><br />
	<a href="<?php echo $base; ?>/news.php">News</a><br />
	<a href="<?php echo $base; ?>/info.php?page=about">About us</a><br />
	<a href="<?php echo $base; ?>/info.php?page=contact">Contact</a><br />
	<a href="<?php echo $base; ?>/info.php?page=terms">Terms</a><br />
	<a href="<?php echo $base; ?>/upload.php">Send us your wants</a><br />
	<a href="<?php echo $base; ?>/download.php">Catalogues</a><br />
	<a href="<?php echo $base; ?>/impressum.php">Impressum</a><br />
	</td>
	<td colspan="2" valign="top" class="main">
<!-- content -->
