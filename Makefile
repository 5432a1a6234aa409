# The book in five verbs; everything a target needs is set up by the target itself.
PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS := 1
# Progress bars end in a time, and a stored output may hold none: show no bar before 10^6 s.
export TQDM_DELAY := 1000000

# Two at a time: the modules of the tests (in the order of tests/conftest.py), and the notebooks
# (the dearest first), each of which runs as a whole.
TWO := -n 2 --dist loadscope --no-loadscope-reorder --durations 20

.PHONY: book test check notebooks figures sounds record pdf epub bundle serve lab sphinx unpin bench bench-pages bench-paint trade-offs handout grade pins clean augmentation

# The builder alone, with hashes: it needs no torch. Python compiles what a build uses at first use;
# to compile the rest too is a third of an installation's work.
.venv/book: requirements/book.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes --requirement $< && touch $@

# What notebooks and tests need. With TORCH_INDEX=ADDRESS torch comes from there first; pip then finds it installed.
.venv/ready: .venv/book requirements.txt pyproject.toml
	@$(BIN)/python tools/torch_size.py $(TORCH_INDEX)
	$(if $(TORCH_INDEX),$(BIN)/python -m pip install --quiet --index-url $(TORCH_INDEX) $(shell grep ^torch== requirements.txt))
	$(BIN)/python -m pip install --quiet --requirement requirements.txt && touch $@

# Exact versions for every system and Python, from requirements/*.in. What only torch's CUDA build
# needs is left out, so that a CPU build can take its place.
UV := $(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --no-emit-index-url
pins: .venv/ready
	$(BIN)/python -m pip install --quiet uv==0.13.9
	$(UV) --python-version 3.11 --generate-hashes requirements/book.in --output-file requirements/book.txt
	$(UV) --python-version 3.12 --generate-hashes requirements/sphinx.in --output-file requirements/sphinx.txt
	$(UV) --python-version 3.11 --constraint requirements/book.txt requirements/book.in requirements/notebooks.in | grep -vE '^(nvidia-|cuda-|triton)' > requirements.new
	(echo '# Exact versions of what notebooks and tests need; `make pins` writes this from requirements/*.in.'; cat requirements.new; echo '-e .') > requirements.txt
	rm requirements.new

BUILD := $(BIN)/python -P tools/build.py build .

# Every build starts from nothing: titles, numbers and lists on one page come from others. It takes
# the last one's place when it is complete, so that a build which fails leaves the last good pages.
book: .venv/book
	$(BIN)/python tools/fetch_assets.py
	rm -rf _build/new
	$(BUILD) --path-output _build/new -n -W --keep-going
	rm -rf _build/html && mv _build/new/_build/html _build/html && rm -rf _build/new

# The pages, built only where a source is younger: the notebooks that a student gets lie in them.
PAGES := _build/html/objects.inv
$(PAGES): _config.yml _toc.yml $(wildcard book/*.md book/*/*.md book/*.bib notebooks/* genai_utils/solutions/*.py tools/book_ext/*.py)
	$(MAKE) book

# The notebooks are run as they are downloaded, each in a folder with nothing but its own files.
test: book .venv/ready
	$(BIN)/python tools/fetch_assets.py tests
	$(BIN)/python -m pytest -p no:nbval tests $(TWO)
	$(BIN)/python tools/unpack_downloads.py _build/downloads > _build/downloads.txt
	$(BIN)/python -m genai_utils.offline $(BIN)/python -m pytest $(TWO) --nbval --nbval-sanitize-with tests/nbval.cfg @_build/downloads.txt

check: .venv/ready
	$(BIN)/python tools/fetch_assets.py assets tools tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(BIN)/python -m pytest -p no:nbval tests $(TWO) -m "not slow" --ignore tests/browser

notebooks: .venv/ready
	$(BIN)/python tools/run_notebooks.py

# The pictures of the pages: all, or `make figures NAME=gan-flow`.
figures: .venv/ready
	$(BIN)/python tools/figures.py $(NAME)

# The sounds of the pages: all, or `make sounds NAME=voice-source`.
sounds: .venv/ready
	$(BIN)/python tools/sounds.py $(NAME)

record: .venv/ready
	$(BIN)/python -m pytest tests/equations --record

# Needs TeX; CONTRIBUTING.md says which packages. Twice through LaTeX, for references and contents.
pdf: .venv/book
	rm -rf _build/latex _build/.doctrees
	$(BUILD) --builder latex -n -W --keep-going
	$(MAKE) -C _build/latex all-pdf LATEXMKOPTS="-quiet -interaction=nonstopmode"
	@echo "The book is _build/latex/book.pdf"

epub: .venv/book
	rm -rf _build/epub _build/.doctrees
	$(BIN)/python tools/fetch_assets.py
	$(BUILD) --builder custom --custom-builder epub -n -W --keep-going
	@echo "The book is _build/epub/book.epub"

bundle: book
	$(BIN)/python tools/bundle.py

# The way out of Jupyter Book 1: the same sources under plain Sphinx, in an environment of its own.
.venv-sphinx/ready: requirements/sphinx.txt
	$(PYTHON) -m venv .venv-sphinx
	.venv-sphinx/bin/python -m pip install --quiet --require-hashes --requirement $< && touch $@

sphinx: .venv/book .venv-sphinx/ready
	$(BIN)/python tools/fetch_assets.py
	$(BIN)/jupyter-book config sphinx .
	(echo 'import sys; sys.path.insert(0, "tools")'; sed "s/'jupyter_book', //" conf.py) > conf.new && mv conf.new conf.py
	.venv-sphinx/bin/sphinx-build -n -W --keep-going -b html . _build/sphinx && rm conf.py

# Whatever is newest today, for a look at what will break: into the same .venv, until `make clean`.
unpin: .venv/book
	sed 's/==.*//' requirements/book.in requirements/notebooks.in | sed 's/^jupyter-book$$/jupyter-book<2/' > requirements.new
	$(BIN)/python -m pip install --quiet --upgrade --requirement requirements.new --editable . && rm requirements.new
	touch .venv/ready

serve: book
	$(BIN)/python -m http.server --directory _build/html 8000

# In lab/, which `make clean` leaves alone. An author edits the sources: .venv/bin/jupyter lab notebooks
lab: .venv/ready $(PAGES)
	$(BIN)/python tools/give_notebooks.py
	$(BIN)/jupyter lab lab

bench: .venv/ready
	$(BIN)/python -m pip install --quiet --no-deps --requirement benchmarks/requirements.txt
	$(BIN)/python benchmarks/vae.py
	$(BIN)/python benchmarks/checks.py

# The table of chapter 3: all runs again, some 40 minutes of one core.
trade-offs: .venv/ready
	$(BIN)/python experiments/trade_offs.py

# The page on data augmentation: choice, ten seeds, leak, generations and table, about an hour of one core.
augmentation: .venv/ready
	$(BIN)/python experiments/augmentation.py

# One zip for each chapter: `make handout`, or `make handout CHAPTER=4`.
handout: .venv/ready $(PAGES)
	$(BIN)/python tools/handout.py $(CHAPTER)

# `make grade FOLDER=submitted` writes verdicts.csv; with WHOLE=1 every cell is run.
grade: .venv/ready
	$(BIN)/python -P -m genai_utils.checks "$(FOLDER)" $(if $(WHOLE),--whole)

# The pages beside the stock theme's, in Chromium.
bench-pages: book .venv/ready
	$(BIN)/python tools/fetch_assets.py benchmarks
	$(BIN)/python benchmarks/pages.py

# Each kind of page beside an empty page of ours, in Chromium. Run it on a machine that does nothing else.
bench-paint: book .venv/ready
	$(BIN)/python benchmarks/first_paint.py

clean:
	rm -rf _build .venv .venv-sphinx conf.py assets/vendor benchmarks/vendor tests/vendor tools/vendor handouts
