package kernel

import "embed"

// Files holds the locales of this package.
//
//go:embed locales
var Files embed.FS
