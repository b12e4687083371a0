/*
 * Numbers and texts, and the case of texts: the functions of Microsoft's C library for them that the kernel exports and
 * the host's does not have, or has for other characters. 16-bit characters are as in wide.c.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint16_t unit;

enum { INVALID = 22, RANGE = 34 };

/* The digits of a number, the last one first; how many. */
static size_t digits(uint64_t value, int negative, unsigned base, char *reversed)
{
	size_t count = 0;
	do
		reversed[count++] = "0123456789abcdefghijklmnopqrstuvwxyz"[value % base];
	while (value /= base);
	if (negative)
		reversed[count++] = '-';
	return count;
}

/* Only decimal numbers have a sign; of others it is the bits that are shown. */
#define CONVERSIONS(type, bits, is_signed, narrow, wide)                                           \
	char *narrow(type value, char *to, int base);                                              \
	unit *wide(type value, unit *to, int base);                                                \
	int narrow##_s(type value, char *to, size_t room, int base);                               \
	int wide##_s(type value, unit *to, size_t room, int base);                                 \
	FUNCTIONS(type, bits, is_signed, narrow, char)                                             \
	FUNCTIONS(type, bits, is_signed, wide, unit)

#define FUNCTIONS(type, bits, is_signed, name, character)                                          \
	static size_t name##_digits(type value, int base, char *reversed)                          \
	{                                                                                          \
		int negative = (is_signed) && base == 10 && (bits)value >> (sizeof(bits) * 8 - 1);  \
		bits magnitude = negative ? (bits)0 - (bits)value : (bits)value;                   \
		return digits(magnitude, negative, (unsigned)base, reversed);                      \
	}                                                                                          \
	character *name(type value, character *to, int base)                                       \
	{                                                                                          \
		char reversed[66];                                                                 \
		size_t count = name##_digits(value, base, reversed);                               \
		for (size_t i = 0; i < count; i++)                                                 \
			to[i] = (character)reversed[count - 1 - i];                                \
		to[count] = 0;                                                                     \
		return to;                                                                         \
	}                                                                                          \
	int name##_s(type value, character *to, size_t room, int base)                             \
	{                                                                                          \
		char reversed[66];                                                                 \
		if (!to || !room)                                                                  \
			return INVALID;                                                            \
		to[0] = 0;                                                                         \
		if (base < 2 || base > 36)                                                         \
			return INVALID;                                                            \
		size_t count = name##_digits(value, base, reversed);                               \
		if (count >= room)                                                                 \
			return RANGE;                                                              \
		for (size_t i = 0; i < count; i++)                                                 \
			to[i] = (character)reversed[count - 1 - i];                                \
		to[count] = 0;                                                                     \
		return 0;                                                                          \
	}

CONVERSIONS(int32_t, uint32_t, 1, _itoa, _itow)
CONVERSIONS(int32_t, uint32_t, 1, _ltoa, _ltow)
CONVERSIONS(uint32_t, uint32_t, 0, _ultoa, _ultow)
CONVERSIONS(int64_t, uint64_t, 1, _i64toa, _i64tow)
CONVERSIONS(uint64_t, uint64_t, 0, _ui64toa, _ui64tow)

int64_t _atoi64(const char *text);
uint64_t _strtoui64(const char *text, char **end, int base);
int64_t _atoi64(const char *text)
{
	return strtoll(text, NULL, 10);
}
uint64_t _strtoui64(const char *text, char **end, int base)
{
	return strtoull(text, end, base);
}

static int value_of(unit c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return 36;
}

/* A number in front of a text: its magnitude, at most `most`. */
static uint64_t parse(const unit *text, const unit **end, int base, uint64_t most, int *negative)
{
	const unit *at = text, *first;
	uint64_t value = 0;

	while (*at == ' ' || (*at >= '\t' && *at <= '\r'))
		at++;
	*negative = *at == '-';
	at += *at == '-' || *at == '+';
	if ((base == 0 || base == 16) && at[0] == '0' && (at[1] | 32) == 'x' && value_of(at[2]) < 16)
		at += 2, base = 16;
	else if (base == 0)
		base = *at == '0' ? 8 : 10;
	for (first = at; value_of(*at) < base; at++) {
		unsigned digit = (unsigned)value_of(*at);
		value = value > (most - digit) / (unsigned)base ? most : value * (unsigned)base + digit;
	}
	if (end)
		*end = at == first ? text : at;
	return value;
}

/* A long has 32 bits. */
int32_t wcstol(const unit *text, unit **end, int base);
uint32_t wcstoul(const unit *text, unit **end, int base);
int32_t _wtol(const unit *text);
int32_t _wtoi(const unit *text);
int32_t wcstol(const unit *text, unit **end, int base)
{
	int negative;
	uint64_t value = parse(text, (const unit **)end, base, (uint64_t)INT32_MAX + 1, &negative);
	if (negative)
		return (int32_t)-(int64_t)value;
	return value > INT32_MAX ? INT32_MAX : (int32_t)value;
}
uint32_t wcstoul(const unit *text, unit **end, int base)
{
	int negative;
	uint32_t value = (uint32_t)parse(text, (const unit **)end, base, UINT32_MAX, &negative);
	return negative ? 0 - value : value;
}
int32_t _wtol(const unit *text)
{
	return wcstol(text, NULL, 10);
}
int32_t _wtoi(const unit *text)
{
	return wcstol(text, NULL, 10);
}

static unsigned upper(unsigned c)
{
	return c >= 'a' && c <= 'z' ? c - 32 : c;
}
static unsigned lower(unsigned c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

#define CASES(character, to_upper, to_lower, reverse, set, set_n)                  \
	character *to_upper(character *text);                                      \
	character *to_lower(character *text);                                      \
	character *reverse(character *text);                                       \
	character *set(character *text, int c);                                    \
	character *set_n(character *text, int c, size_t count);                    \
	character *to_upper(character *text)                                       \
	{                                                                          \
		for (character *at = text; *at; at++)                              \
			*at = (character)upper((unsigned)*at);                     \
		return text;                                                       \
	}                                                                          \
	character *to_lower(character *text)                                       \
	{                                                                          \
		for (character *at = text; *at; at++)                              \
			*at = (character)lower((unsigned)*at);                     \
		return text;                                                       \
	}                                                                          \
	character *reverse(character *text)                                        \
	{                                                                          \
		size_t length = 0;                                                 \
		while (text[length])                                               \
			length++;                                                  \
		for (size_t i = 0; i < length / 2; i++) {                          \
			character kept = text[i];                                  \
			text[i] = text[length - 1 - i];                            \
			text[length - 1 - i] = kept;                               \
		}                                                                  \
		return text;                                                       \
	}                                                                          \
	character *set_n(character *text, int c, size_t count)                     \
	{                                                                          \
		for (size_t i = 0; i < count && text[i]; i++)                      \
			text[i] = (character)c;                                    \
		return text;                                                       \
	}                                                                          \
	character *set(character *text, int c)                                     \
	{                                                                          \
		return set_n(text, c, SIZE_MAX);                                   \
	}

CASES(char, _strupr, _strlwr, _strrev, _strset, _strnset)
CASES(unit, _wcsupr, _wcslwr, _wcsrev, _wcsset, _wcsnset)

/* The two widths into each other, at most `count` characters, with an end if there is room for it. Latin-1. */
size_t mbstowcs(unit *to, const char *from, size_t count);
size_t wcstombs(char *to, const unit *from, size_t count);
int mbtowc(unit *to, const char *from, size_t count);
int wctomb(char *to, unit c);
size_t mbstowcs(unit *to, const char *from, size_t count)
{
	size_t i = 0;
	for (; from[i] && (!to || i < count); i++)
		if (to)
			to[i] = (unsigned char)from[i];
	if (to && i < count)
		to[i] = 0;
	return i;
}
size_t wcstombs(char *to, const unit *from, size_t count)
{
	size_t i = 0;
	for (; from[i] && (!to || i < count); i++) {
		if (from[i] >= 0x100)
			return (size_t)-1;
		if (to)
			to[i] = (char)from[i];
	}
	if (to && i < count)
		to[i] = 0;
	return i;
}
int mbtowc(unit *to, const char *from, size_t count)
{
	if (!from || !count)
		return 0;
	if (to)
		*to = (unsigned char)*from;
	return *from != 0;
}
int wctomb(char *to, unit c)
{
	if (!to)
		return 0;
	if (c >= 0x100)
		return -1;
	*to = (char)c;
	return 1;
}

/* Names that the host has otherwise. */
void *_memccpy(void *to, const void *from, int c, size_t count);
void *_memccpy(void *to, const void *from, int c, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		((char *)to)[i] = ((const char *)from)[i];
		if (((const char *)from)[i] == (char)c)
			return (char *)to + i + 1;
	}
	return NULL;
}
