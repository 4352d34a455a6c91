<?php
/*
 * FUNCTION LIBRARY   (c) 2004-2009 pk
 *
 * Everything that is needed on more than one page.
 */

// ---------------------------------------------------------------- output

// for the output of EVERYTHING that comes from the database or from the visitor
function h($text)
{
	return htmlspecialchars((string) $text, ENT_QUOTES, 'UTF-8');
}

// 12.5 -> 12,50 EUR
function price($amount)
{
	return number_format($amount, 2, ',', '.') . ' EUR';
}

// cut after a word. $len is in bytes, so a title with umlauts gets a bit shorter. Nobody has noticed
function shorten($text, $len)
{
	if (strlen($text) <= $len) return $text;
	$text = substr($text, 0, $len);
	$pos = strrpos($text, ' ');
	if ($pos !== false) $text = substr($text, 0, $pos);
	return $text . ' ...';
}

// 2006-03-21 -> 21.03.2006
function nice_date($date)
{
	return substr($date, 8, 2) . '.' . substr($date, 5, 2) . '.' . substr($date, 0, 4);
}

// address of a book for search engines
function book_url($id, $title)
{
	global $base;
	$slug = trim(preg_replace('/[^a-z0-9]+/', '-', strtolower($title)), '-');
	if ($slug == '') $slug = 'book';
	return $base . '/book/' . $id . '-' . $slug . '.html';
}

function message($text, $class = 'message')
{
	echo '<p class="' . $class . '">' . $text . "</p>\n";
}

// ---------------------------------------------------------------- input

// a field of a form, without spaces (and without magic quotes, for the old server)
function post($name)
{
	if (!isset($_POST[$name]) || !is_string($_POST[$name])) return '';
	$value = $_POST[$name];
	if (function_exists('get_magic_quotes_gpc') && get_magic_quotes_gpc()) $value = stripslashes($value);
	return trim($value);
}

function go_to($where)
{
	header('Location: ' . $where);
	exit;
}

// ---------------------------------------------------------------- books

// one book or false
function get_book($id)
{
	global $db;
	$res = $db->query('SELECT * FROM books WHERE id = ' . (int) $id);
	return $res->fetch();
}

// array id => name
function categories()
{
	global $db;
	static $cats;

	if (!is_array($cats)) {
		$cats = array();
		$res = $db->query('SELECT id, name FROM categories ORDER BY sort');
		while (list($id, $name) = $res->fetch(PDO::FETCH_NUM)) {
			$cats[$id] = $name;
		}
	}
	return $cats;
}

function stock_text($stock)
{
	if ($stock > 3) return '<span class="instock">in stock</span>';
	if ($stock > 0) return '<span class="few">only ' . $stock . ' left</span>';
	return '<span class="sold">sold out</span>';
}

// ---------------------------------------------------------------- cart

// number of books in the cart (not of lines!)
function cart_count()
{
	if (!isset($_SESSION['cart'])) return 0;
	return array_sum($_SESSION['cart']);
}

// all lines of the cart; sums up into the globals $cart_total, $cart_discount
function cart_lines()
{
	global $coupons, $cart_total, $cart_discount;

	$lines = array();
	$cart_total = 0;
	$cart_discount = 0;
	if (!isset($_SESSION['cart'])) return $lines;
	foreach ($_SESSION['cart'] as $id => $qty) {
		$book = get_book($id);
		if (!$book) continue;           // deleted in the meantime
		$book['qty'] = $qty;
		$book['sum'] = $qty * $book['price'];
		$cart_total += $book['sum'];
		$lines[] = $book;
	}
	if (isset($_SESSION['coupon']) && isset($coupons[$_SESSION['coupon']])) {
		$cart_discount = round($cart_total * $coupons[$_SESSION['coupon']] / 100, 2);
	}
	return $lines;
}

// ---------------------------------------------------------------- customers

// Pages for customers only call this first, BEFORE any output
function need_login()
{
	if (!isset($_SESSION['user'])) {
		go_to('login.php?back=' . urlencode(basename($_SERVER['SCRIPT_NAME'])));
	}
}
?>
