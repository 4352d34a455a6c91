<script language="php">
  # Visitors' counter, PHP 3 manner
  include("lib/counter.inc");
  $count = count_visit();
</script>
<html><head><title>Museum of Tools</title></head>
<body bgcolor=#ffffff>
<? if ($count > 1000): ?>
<h1>More than a thousand visitors!</h1>
<? endif ?>
<a href=room.php?room=1>First room</a>
<a href="room.php?room=2">Second room</a>
<%= $count %>
</body></html>
