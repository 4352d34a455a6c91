<!-- /content -->
	</td>
</tr>
<tr>
	<td colspan="3" class="foot" align="center">&copy; 2004-<?php echo date('Y'); ?> <?php echo h(SHOP_NAME); ?> |
	<a href="<?php echo $base; ?>/info.php?page=terms">Terms</a> |
	<a href="<?php echo $base; ?>/impressum.php">Impressum</a></td>
</tr>
</table>
</body>
</html>
