// Preloaded into a process: its clock is off by as many seconds as a file says, which may change at any time.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

static const volatile int64_t *seconds;
static int (*original)(clockid_t, struct timespec *);

// Before anything is forbidden to open files.
__attribute__((constructor)) static void begin(void) {
    original = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("OPG_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *map = file < 0 ? MAP_FAILED : mmap(0, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) seconds = map;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = original(clock, now);
    int is_of_day = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (!failed && is_of_day && seconds) now->tv_sec += *seconds;
    return failed;
}
