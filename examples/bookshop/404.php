<?php
include 'inc/init.inc.php';
header('HTTP/1.0 404 Not Found');
$title = 'Page not found';
include 'inc/header.php';
?>
<h2>Page not found</h2>
<p>There is no <b><?php echo h($_SERVER['REQUEST_URI']); ?></b> here. Perhaps it was moved when we painted the shelves.</p>
<p><a href="<?php echo $base; ?>/index.php">To the front page</a></p>
<?php include 'inc/footer.php'; ?>
