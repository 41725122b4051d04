# Understudy.  `make demo` and `make test` are all that a newcomer needs; `make help` lists the rest.
#
#   SAN=address,undefined   sanitizers; each flavour has its own folder under build/
#   CC=clang                the compiler; WERROR=1 turns warnings into errors (CI does)
#   DESTDIR= PREFIX=        where `make install` puts things

PREFIX  ?= /usr/local
OPT     ?= -O2 -g
PYTHON  ?= /usr/bin/python3
VERSION := 0.1.0

FLAVOUR := $(or $(SAN),plain)$(if $(filter-out cc gcc,$(CC)),-$(CC))$(filter-out -O2 -g,$(OPT))
B       := build/$(FLAVOUR)
PROGRAM := build/understudy

# Everything that is named here is a Debian package; ci/install-deps knows which.
PACKAGES := yaml-0.1 libssl libcrypto libpcre2-8 zlib libzstd libcbor
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lev -lpthread -lm

# The program holds these itself (sanitizers want them shared): it starts sooner, takes less memory, and runs where
# they are not installed.
HELD         := yaml ssl crypto pcre2-8 ev z zstd
PROGRAM_LIBS := $(if $(SAN),$(PKG_LIBS),-Wl,-Bstatic $(addprefix -l,$(HELD)) -Wl,-Bdynamic -lcbor -lpthread -lm -ldl)

CPPFLAGS += -D_GNU_SOURCE -DUNDERSTUDY_VERSION='"$(VERSION)"' -Isrc -Iinclude -Itests/unit $(PKG_CFLAGS)
CFLAGS   += -std=gnu11 $(OPT) -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wmissing-prototypes \
	    $(if $(WERROR),-Werror)
# One short line per file; V=1 shows the commands.
Q := $(if $(V),,@)

ifneq ($(SAN),)
# gcc 12 sees comparisons with one character as out of bounds between the sanitizers' checks.
CFLAGS  += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-array-bounds
LDFLAGS += -fsanitize=$(SAN)
endif

SRC   := $(sort $(wildcard src/*/*.c src/*/*/*.c))
MAIN  := src/cli/main.c
OBJ   := $(patsubst %.c,$(B)/%.o,$(filter-out $(MAIN),$(SRC)))
LIB   := $(B)/libunderstudy.a
UNIT  := $(sort $(wildcard tests/unit/*.c tests/unit/*/*.c tests/unit/*/*/*.c))
UNIT_OBJ := $(patsubst %.c,$(B)/%.o,$(UNIT))
BENCH := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/*.c))
FUZZ  := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/*.c))

.PHONY: all help deps deps-demo deps-dev deps-peers demo test unit e2e bench bench-peers fuzz install clean format check-format check-layers \
	check-headers check-banned
.DEFAULT_GOAL := all

# Sub-makes run on all cores, unless the caller said how many.
PARALLEL := $(if $(findstring j,$(MAKEFLAGS)),,-j$(shell nproc))

all: deps
	@$(MAKE) --no-print-directory $(PARALLEL) program

.PHONY: program
program: $(B)/understudy $(if $(filter plain,$(FLAVOUR)),$(PROGRAM))

help:
	@echo 'make demo     install what is missing, build, show the main job on a sample contract'
	@echo 'make test     install what is missing, build, run unit and end-to-end tests'
	@echo 'make bench    throughput, latency and memory beside Mosquitto'
	@echo 'make bench-peers  judging and generating beside ajv and json-schema-faker'
	@echo 'make fuzz     build the fuzz targets (clang) and run each for FUZZ_SECONDS (60)'
	@echo 'make install  DESTDIR=... PREFIX=/usr/local'

# Installs only what is missing, and is silent when nothing is.
deps:
	@ci/install-deps build
deps-dev:
	@ci/install-deps test
deps-demo:
	@ci/install-deps demo
deps-peers:
	@ci/install-deps peers

$(B)/understudy: $(B)/src/cli/main.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PROGRAM_LIBS)

$(PROGRAM): $(B)/understudy
	@ln -f $< $@

# Rebuilt whole, so that a removed source leaves no member behind; q, since two folders may use one file name.
$(LIB): $(OBJ)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $<")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# What official.c holds is no C, so its compiler does not tell.
$(B)/src/contract/official.o build/fuzz/src/contract/official.o: \
	$(wildcard src/contract/official/*.json src/contract/official/*/*.json)

$(B)/src/schema/metaschema.o build/fuzz/src/schema/metaschema.o: $(wildcard src/schema/metaschema/*.json)

# --- tests

test: deps-dev
	@$(MAKE) --no-print-directory $(PARALLEL) program $(B)/unit-tests
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory e2e

$(B)/unit-tests: $(UNIT_OBJ) $(LIB)
	$(CC) $(LDFLAGS) -o $@ $(UNIT_OBJ) $(LIB) $(PKG_LIBS) $$(pkg-config --libs check avro-c) -lmosquitto

# CK_FORK=no so that the leak checker sees every test.
.PHONY: unit
unit: $(B)/unit-tests
	$(if $(SAN),CK_FORK=no) $(if $(CK_RUN_SUITE),CK_RUN_SUITE=$(CK_RUN_SUITE)) ./$(B)/unit-tests

# The messages for seed 42 are the same bytes, whoever compiled us; `make pins` writes them anew.
.PHONY: determinism pins
determinism:
	@$(MAKE) --no-print-directory $(PARALLEL) CC=clang OPT=-O0 CK_RUN_SUITE=generate_determinism unit
	@$(MAKE) --no-print-directory $(PARALLEL) CC=gcc OPT=-O3 CK_RUN_SUITE=generate_determinism unit
pins: $(B)/unit-tests
	UNDERSTUDY_PIN=1 CK_RUN_SUITE=generate_determinism ./$(B)/unit-tests

.PHONY: e2e
e2e: program $(B)/unit-tests
	UNDERSTUDY=$(CURDIR)/$(B)/understudy UNIT_TESTS=$(CURDIR)/$(B)/unit-tests $(PYTHON) -m pytest -q -n $${E2E_JOBS:-4} -p no:cacheprovider tests/e2e

# --- fuzzing: one libFuzzer program per decoder, sources compiled anew with coverage

FUZZ_SECONDS ?= 60
FUZZ_CFLAGS  := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g
FUZZ_OBJ     := $(patsubst %.c,build/fuzz/%.o,$(filter-out $(MAIN),$(SRC)))

build/fuzz/src/%.o: src/%.c
	@mkdir -p $(@D)
	clang $(CPPFLAGS) -std=gnu11 $(FUZZ_CFLAGS) -MMD -MP -c -o $@ $<
build/fuzz/libunderstudy.a: $(FUZZ_OBJ)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^
build/fuzz/%: tests/fuzz/%.c build/fuzz/libunderstudy.a
	clang $(CPPFLAGS) -std=gnu11 $(FUZZ_CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $^ $(PKG_LIBS)

.PHONY: fuzz-programs
fuzz-programs: $(FUZZ)
fuzz: fuzz-programs
	@for target in $(FUZZ); do ci/fuzz $$target $(FUZZ_SECONDS) || exit 1; done

# --- benchmarks

$(B)/bench/%: tests/bench/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(LIB) $(PKG_LIBS)

bench: deps-dev
	@$(MAKE) --no-print-directory program $(BENCH)
	tests/bench/run

# The peers' packages are installed where this Makefile's own output is, at the versions of the lock file.
build/peers/node_modules: tests/bench/peers/package.json tests/bench/peers/package-lock.json
	@mkdir -p build/peers
	@cp $^ build/peers/
	cd build/peers && npm ci --silent --no-audit --no-fund
	@touch $@

bench-peers: $(if $(shell command -v npm),,deps-peers) deps
	@$(MAKE) --no-print-directory $(PARALLEL) $(B)/bench/judge $(B)/bench/generate build/peers/node_modules
	tests/bench/peers/run

# --- the rest

demo: deps-demo
	@$(MAKE) --no-print-directory $(PARALLEL) program
	@ci/demo

install: all
	install -D -s -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/understudy
	install -D -m 644 docs/scenario.schema.json $(DESTDIR)$(PREFIX)/share/understudy/scenario.schema.json
	install -D -m 644 include/understudy/understudy.h $(DESTDIR)$(PREFIX)/include/understudy/understudy.h
	install -D -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib/libunderstudy.a
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/understudy/asyncapi src/contract/official/LICENSE \
		src/contract/official/NOTICE src/contract/official/README.md
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/understudy/json-schema src/schema/metaschema/LICENSE \
		src/schema/metaschema/README.md
	install -D -m 644 docs/understudy.1 $(DESTDIR)$(PREFIX)/share/man/man1/understudy.1

C_FILES := $(SRC) $(wildcard src/*/*.h src/*/*/*.h include/*/*.h) $(UNIT) $(wildcard tests/*/*.h tests/fuzz/*.c tests/bench/*.c)
format:
	clang-format -i $(C_FILES)
check-format:
	clang-format --dry-run --Werror $(C_FILES)
check-layers:
	ci/layers
check-banned:
	ci/banned
# Every header compiles alone.
check-headers:
	@for h in $(wildcard src/*/*.h src/*/*/*.h include/*/*.h); do \
		$(CC) $(CPPFLAGS) -std=gnu11 -fsyntax-only -x c $$h || exit 1; done

clean:
	rm -rf build

-include $(OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(B)/src/cli/main.d $(FUZZ_OBJ:.o=.d)
