<?php
// The peer: parse every PHP file of a tree with nikic/PHP-Parser and traverse the syntax tree.
require getenv('PHP_PARSER_AUTOLOAD') ?: '/usr/share/php/PhpParser/autoload.php';
$parser = (new PhpParser\ParserFactory())->create(PhpParser\ParserFactory::PREFER_PHP7);
$visitor = new class extends PhpParser\NodeVisitorAbstract {
    public $nodes = 0;
    public function enterNode(PhpParser\Node $node) { $this->nodes++; return null; }
};
$traverser = new PhpParser\NodeTraverser();
$traverser->addVisitor($visitor);
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($argv[1], FilesystemIterator::SKIP_DOTS)) as $file) {
    if (!$file->isFile() || !in_array(strtolower($file->getExtension()), ['php', 'inc', 'phtml'])) continue;
    try {
        $traverser->traverse($parser->parse(file_get_contents($file->getPathname())));
    } catch (PhpParser\Error $error) {
        // What it rejects costs it less.
    }
}
echo $visitor->nodes, " nodes\n";
