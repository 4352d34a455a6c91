<?php
// Reads sources as lines of base64 from stdin, prints for each PHP's own tokens as [whether it is valid PHP,
// [name or character in base64, start, end] …]. Only of valid PHP does PHP say which keywords are but names.
while (($line = fgets(STDIN)) !== false) {
    $source = base64_decode(trim($line));
    try {
        $isValid = true;
        $all = @token_get_all($source, TOKEN_PARSE);
    } catch (Error $error) {
        $isValid = false;
        $all = @token_get_all($source);
    }
    $at = 0;
    $tokens = [$isValid];
    foreach ($all as $token) {
        $text = is_array($token) ? $token[1] : $token;
        $name = is_array($token) ? token_name($token[0]) : base64_encode($token);
        $end = $at + strlen($text);
        if (!in_array($name, ['T_WHITESPACE', 'T_COMMENT', 'T_DOC_COMMENT'], true)) {
            $tokens[] = [$name, $at, $end];
        }
        $at = $end;
    }
    echo json_encode($tokens), "\n";
}
