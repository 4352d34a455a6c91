<?php
/*
 * ADMINISTRATION -- new book, change a book
 */
define('IN_ADMIN', true);
include '../inc/init.inc.php';

$id = isset($_GET['id']) ? (int) $_GET['id'] : 0;
$error = '';

$book = array('cat' => 1, 'author' => '', 'title' => '', 'year' => '', 'price' => '', 'stock' => 1, 'descr' => '');
if ($id) {
	$book = get_book($id);
	if (!$book) die('No such book');
}

if ($_SERVER['REQUEST_METHOD'] == 'POST') {
	foreach ($book as $key => $value) {
		if (isset($_POST[$key])) $book[$key] = post($key);
	}
	$book['price'] = str_replace(',', '.', $book['price']);
	if ($book['author'] == '' || $book['title'] == '') $error = 'Author and title are needed.';
	if (!is_numeric($book['price'])) $error = 'The price is not a number.';
	$cats = categories();
	if (!isset($cats[(int) $book['cat']])) $error = 'There is no such section.';

	if ($error == '') {
		$values = array(
			(int) $book['cat'], $book['author'], $book['title'],
			$book['year'] ? (int) $book['year'] : null,
			(float) $book['price'], (int) $book['stock'], $book['descr'],
		);
		if ($id) {
			$values[] = $id;
			$db->prepare('UPDATE books SET cat=?, author=?, title=?, year=?, price=?, stock=?, descr=? WHERE id=?')->execute($values);
		} else {
			// always the day of the last catalogue, so that it comes first on the front page
			$values[] = $db->query('SELECT MAX(added) FROM books')->fetchColumn();
			$db->prepare('INSERT INTO books (cat, author, title, year, price, stock, descr, added) VALUES (?,?,?,?,?,?,?,?)')->execute($values);
			$id = $db->lastInsertId();
		}
		header("Location: edit.php?id=$id&saved=1");
		exit;
	}
}

$title = $id ? 'Change a book' : 'New book';
include '../inc/header.php';
echo '<h2>' . $title . "</h2>\n";
if (isset($_GET['saved'])) message('Saved. <a href="' . $base . '/book.php?id=' . $id . '">Look at it</a>');
if ($error) message($error, 'error');
?>
<form action="edit.php<?php if ($id) echo "?id=$id"; ?>" method="post">
<table cellpadding="3" cellspacing="0" border="0">
<tr><td>Section</td><td><select name="cat">
<?php
foreach (categories() as $c => $name) {
	echo "<option value=\"$c\"" . ($c == $book['cat'] ? ' selected="selected"' : '') . '>' . h($name) . "</option>\n";
}
?>
</select></td></tr>
<?php
foreach (array('author' => 40, 'title' => 40, 'year' => 4, 'price' => 8, 'stock' => 4) as $field => $len) {
	echo '<tr><td>' . ucfirst($field) . "</td><td><input type=\"text\" name=\"$field\" size=\"$len\" value=\"" . h($book[$field]) . "\" /></td></tr>\n";
}
?>
<tr><td valign="top">Description</td><td><textarea name="descr" rows="6" cols="40"><?=h($book['descr'])?></textarea></td></tr>
<tr><td>&nbsp;</td><td><input type="submit" value="Save" /></td></tr>
</table>
</form>
<p><a href="index.php">Administration</a></p>
<?php include '../inc/footer.php'; ?>
