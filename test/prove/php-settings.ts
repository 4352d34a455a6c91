/** PHP looks at the disk for every request: sites come and go below one path. */
export const phpSettings = {'opcache.enable': '0', realpath_cache_size: '0', realpath_cache_ttl: '0'}
