/*
 * For a driver that is compiled against Windows' own headers (or those of mingw-w64) by a compiler for Linux:
 *
 *   cc -include wdf_sim_target.h -fshort-wchar -c driver.c -idirafter DDK -idirafter INCLUDE
 *
 * The headers' own rule for targets on which a long has 64 bits makes LONG and its like 32 bits wide; mingw-w64 has it
 * in _mingw.h (__LONG32), and follows it for Cygwin alone, so that is what this file says the target is. With
 * -idirafter the system's own stdlib.h, string.h and so on are found first. What is spelled in the manner of Microsoft's
 * compiler gets its meaning here.
 *
 * A program's other files do not include this one.
 */
#ifndef WDF_SIM_TARGET_H
#define WDF_SIM_TARGET_H

#if defined(__linux__) && !defined(_MSC_VER)

#ifndef _WIN32
#define _WIN32 1
#endif
#ifndef __CYGWIN__
#define __CYGWIN__ 1
#endif
#if defined(__x86_64__) && !defined(_AMD64_)
#define _AMD64_ 1
#elif defined(__aarch64__) && !defined(_ARM64_)
#define _ARM64_ 1
#endif

/* There is one way to call a function. */
#undef __cdecl
#undef __stdcall
#undef __fastcall
#define __cdecl
#define __stdcall
#define __fastcall
#ifndef STDCALL
#define STDCALL
#endif

/* What a declaration can be said to be. A context's type that is declared in several files is one: selectany. */
#undef __declspec
#define __declspec(what) WDF_SIM_DECLSPEC_##what
#define WDF_SIM_DECLSPEC_allocate(section)
#define WDF_SIM_DECLSPEC_align(bytes) __attribute__((aligned(bytes)))
#define WDF_SIM_DECLSPEC_code_seg(section)
#define WDF_SIM_DECLSPEC_deprecated __attribute__((deprecated))
#define WDF_SIM_DECLSPEC_dllexport
#define WDF_SIM_DECLSPEC_dllimport
#define WDF_SIM_DECLSPEC_guard(how)
#define WDF_SIM_DECLSPEC_naked
#define WDF_SIM_DECLSPEC_noalias
#define WDF_SIM_DECLSPEC_noinline __attribute__((noinline))
#define WDF_SIM_DECLSPEC_noreturn __attribute__((noreturn))
#define WDF_SIM_DECLSPEC_nothrow __attribute__((nothrow))
#define WDF_SIM_DECLSPEC_novtable
#define WDF_SIM_DECLSPEC_restrict
#define WDF_SIM_DECLSPEC_safebuffers
#define WDF_SIM_DECLSPEC_selectany __attribute__((weak))
#define WDF_SIM_DECLSPEC_uuid(guid)

#endif

#endif
