<?php
// Reads {"id": "base64 source"} lines from stdin, prints for each PHP's own tokens as [name or character, start, end].
while (($line = fgets(STDIN)) !== false) {
    $source = base64_decode(trim($line));
    $at = 0;
    $tokens = [];
    foreach (@token_get_all($source) as $token) {
        $text = is_array($token) ? $token[1] : $token;
        $name = is_array($token) ? token_name($token[0]) : $token;
        $end = $at + strlen($text);
        if (!in_array($name, ['T_WHITESPACE', 'T_COMMENT', 'T_DOC_COMMENT'], true)) {
            $tokens[] = [is_array($token) ? $name : base64_encode($name), $at, $end];
        }
        $at = $end;
    }
    echo json_encode($tokens), "\n";
}
