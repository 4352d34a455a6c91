<?php
/*
 * IMPRESSUM -- Pflicht seit 1.1.2002
 * Noch von der alten Seite (1999). Achtung: ISO-8859-1, nicht mit dem neuen Editor öffnen!!!
 */
header('Content-Type: text/html; charset=iso-8859-1');

$inhaber = array('Katharina Grünwald', 'Adalbert Grünwald (gest. 1971)');
?>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>Impressum - Grünwald &amp; Tochter</title>
</head>
<body bgcolor="#f4efe2">
<h1>Impressum</h1>
<?php if (isset($_GET['von']) && is_string($_GET['von'])) { ?>
<p>Schön, daß Sie von <b><?php echo htmlspecialchars($_GET['von'], ENT_QUOTES, 'ISO-8859-1'); ?></b> zu uns gefunden haben!</p>
<?php } ?>
<p>Für den Inhalt verantwortlich:<br>
<?php
foreach ($inhaber as $name) {
	echo strtoupper(substr($name, 0, 1)) . substr($name, 1) . ' (' . strlen($name) . " Buchstaben)<br>\n";
}
?>
Bücherplatz 3, 5020 Salzburg, Österreich</p>
<p>Es gilt österreichisches Recht. Für Links übernehmen wir keine Gewähr.
Die Preise enthalten die Umsatzsteuer von 10&nbsp;% (§&nbsp;10 Abs. 2 UStG).</p>
<p><a href="index.php">Zurück</a></p>
</body>
</html>
