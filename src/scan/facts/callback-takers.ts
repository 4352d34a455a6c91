/** Functions that call what they are given by name (PHP manual, "Callbacks / Callables"). */
export const TAKES_CALLBACK: ReadonlySet<string> = new Set(
  (
    'call_user_func call_user_func_array forward_static_call forward_static_call_array array_map array_filter array_walk ' +
    'array_walk_recursive array_reduce array_udiff array_uintersect array_diff_ukey array_intersect_ukey ' +
    'array_diff_uassoc array_intersect_uassoc usort uasort uksort preg_replace_callback register_shutdown_function ' +
    'set_error_handler set_exception_handler spl_autoload_register ob_start iterator_apply session_set_save_handler ' +
    'register_tick_function header_register_callback'
  ).split(' '),
)
