<?php
define('IN_GUESTBOOK', true);
require_once __DIR__ . '/inc/bootstrap.php';

$page = max(1, (int) ($_GET['page'] ?? 1));
$entries = entries_of_page($page);
$name = htmlspecialchars($_SESSION['name'] ?? '');
include 'inc/header.php';
?>
<form action="sign.php" method="post">
  <input name="name" value="<?= $name ?>">
  <textarea name="text"></textarea>
  <button>Sign</button>
</form>
<?php foreach ($entries as $entry): ?>
  <p><b><?= htmlspecialchars($entry['name']) ?></b> <?= nl2br(htmlspecialchars($entry['text'])) ?></p>
<?php endforeach ?>
<a href="index.php?page=<?= $page + 1 ?>">Older</a>
</body></html>
