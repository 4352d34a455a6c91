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
$endings = ['php', 'inc', 'phtml', 'php3', 'php4', 'php5', 'php7', 'php8'];
$bytes = $rejected = 0;
$walk = new RecursiveCallbackFilterIterator(
    new RecursiveDirectoryIterator($argv[1], FilesystemIterator::SKIP_DOTS),
    fn ($file) => !in_array($file->getFilename(), ['.git', 'node_modules'])
);
foreach (new RecursiveIteratorIterator($walk) as $file) {
    if (!$file->isFile() || !in_array(strtolower($file->getExtension()), $endings)) continue;
    $source = file_get_contents($file->getPathname());
    $bytes += strlen($source);
    try {
        $traverser->traverse($parser->parse($source));
    } catch (PhpParser\Error $error) {
        $rejected += strlen($source);
    }
}
echo $visitor->nodes, " nodes\n";
// What is rejected early costs little: a peer that rejects much would look fast.
if ($rejected > $bytes / 20) {
    fwrite(STDERR, "$rejected of $bytes bytes were rejected\n");
    exit(1);
}
if (!(opcache_get_status(false)['jit']['on'] ?? false)) {
    fwrite(STDERR, "the JIT of opcache is off\n");
    exit(1);
}
