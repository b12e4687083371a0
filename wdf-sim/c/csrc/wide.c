/*
 * The kernel's functions on 16-bit characters, which the C library of the host has for its own, wider ones.
 * Defined here they stand before the C library's for the whole program, so a test that wants those uses another
 * program. Compiled with -fshort-wchar.
 */

#include <stddef.h>

typedef unsigned short unit;

static unit folded(unit c)
{
	return c >= 'A' && c <= 'Z' ? (unit)(c + 32) : c;
}

size_t wcslen(const unit *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

size_t wcsnlen(const unit *s, size_t most)
{
	size_t n = 0;
	while (n < most && s[n])
		n++;
	return n;
}

unit *wcscpy(unit *to, const unit *from)
{
	size_t i = 0;
	do
		to[i] = from[i];
	while (from[i++]);
	return to;
}

unit *wcsncpy(unit *to, const unit *from, size_t count)
{
	size_t i = 0;
	for (; i < count && from[i]; i++)
		to[i] = from[i];
	for (; i < count; i++)
		to[i] = 0;
	return to;
}

unit *wcscat(unit *to, const unit *from)
{
	wcscpy(to + wcslen(to), from);
	return to;
}

int wcscmp(const unit *a, const unit *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (*a > *b) - (*a < *b);
}

int wcsncmp(const unit *a, const unit *b, size_t count)
{
	for (; count; a++, b++, count--)
		if (*a != *b || !*a)
			return (*a > *b) - (*a < *b);
	return 0;
}

int _wcsicmp(const unit *a, const unit *b)
{
	while (*a && folded(*a) == folded(*b))
		a++, b++;
	return (int)folded(*a) - (int)folded(*b);
}

int _wcsnicmp(const unit *a, const unit *b, size_t count)
{
	for (; count; a++, b++, count--)
		if (folded(*a) != folded(*b) || !*a)
			return (int)folded(*a) - (int)folded(*b);
	return 0;
}

unit *wcschr(const unit *s, unit c)
{
	for (;; s++) {
		if (*s == c)
			return (unit *)s;
		if (!*s)
			return NULL;
	}
}

unit *wcsrchr(const unit *s, unit c)
{
	const unit *found = NULL;
	for (;; s++) {
		if (*s == c)
			found = s;
		if (!*s)
			return (unit *)found;
	}
}

unit *wcsstr(const unit *s, const unit *part)
{
	size_t n = wcslen(part);
	for (;; s++) {
		if (wcsncmp(s, part, n) == 0)
			return (unit *)s;
		if (!*s)
			return NULL;
	}
}

int _stricmp(const char *a, const char *b)
{
	while (*a && folded((unsigned char)*a) == folded((unsigned char)*b))
		a++, b++;
	return (int)folded((unsigned char)*a) - (int)folded((unsigned char)*b);
}

int _strnicmp(const char *a, const char *b, size_t count)
{
	for (; count; a++, b++, count--)
		if (folded((unsigned char)*a) != folded((unsigned char)*b) || !*a)
			return (int)folded((unsigned char)*a) - (int)folded((unsigned char)*b);
	return 0;
}

unit *wcsncat(unit *to, const unit *from, size_t count)
{
	size_t begin = wcslen(to), length = wcsnlen(from, count);
	wcsncpy(to + begin, from, length);
	to[begin + length] = 0;
	return to;
}

/* How many characters in front are, or are not, among these. */
static size_t span(const unit *s, const unit *set, int among)
{
	size_t n = 0;
	while (s[n] && (wcschr(set, s[n]) != NULL) == among)
		n++;
	return n;
}

size_t wcsspn(const unit *s, const unit *set)
{
	return span(s, set, 1);
}

size_t wcscspn(const unit *s, const unit *set)
{
	return span(s, set, 0);
}

unit *wcspbrk(const unit *s, const unit *set)
{
	s += span(s, set, 0);
	return *s ? (unit *)s : NULL;
}

unit *wcstok_s(unit *s, const unit *set, unit **context)
{
	unit *begin = s ? s : *context, *end;
	begin += span(begin, set, 1);
	if (!*begin) {
		*context = begin;
		return NULL;
	}
	end = begin + span(begin, set, 0);
	*context = *end ? end + 1 : end;
	*end = 0;
	return begin;
}
