<!DOCTYPE html>
<html><head><title>Guestbook</title></head><body>
<h1><a href="index.php">Guestbook</a></h1>
