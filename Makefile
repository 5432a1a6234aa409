# The book in five verbs; everything a target needs is set up by the target itself.
PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS := 1
# Progress bars end in a time, and a stored output may hold none: show no bar before 10^6 s.
export TQDM_DELAY := 1000000

.PHONY: book test check notebooks record pdf epub bundle serve bench bench-pages trade-offs handout grade clean

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt && touch $@

book: .venv/ready
	$(BIN)/python tools/fetch_assets.py
	$(BIN)/jupyter-book build . -n -W --keep-going

test: book
	$(BIN)/python tools/fetch_assets.py tests
	$(BIN)/python -m pytest tests
	$(BIN)/python tools/offline.py $(BIN)/python -m pytest --nbval --nbval-sanitize-with tests/nbval.cfg notebooks

check: .venv/ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/python -m pytest tests --ignore tests/browser

notebooks: .venv/ready
	$(BIN)/python tools/run_notebooks.py

record: .venv/ready
	$(BIN)/python -m pytest tests/equations --record

# Needs TeX; CONTRIBUTING.md says which packages. Twice through LaTeX, for references and contents.
pdf: .venv/ready
	$(BIN)/jupyter-book build . --builder latex -n -W --keep-going
	$(MAKE) -C _build/latex all-pdf LATEXMKOPTS="-quiet -interaction=nonstopmode"
	@echo "The book is _build/latex/book.pdf"

epub: .venv/ready
	$(BIN)/python tools/fetch_assets.py
	$(BIN)/jupyter-book build . --builder custom --custom-builder epub -n -W --keep-going
	@echo "The book is _build/epub/book.epub"

bundle: book
	$(BIN)/python tools/bundle.py

serve: book
	$(BIN)/python -m http.server --directory _build/html 8000

bench: .venv/ready
	$(BIN)/python -m pip install --quiet --no-deps --requirement benchmarks/requirements.txt
	$(BIN)/python benchmarks/vae.py
	$(BIN)/python benchmarks/checks.py

# The table of chapter 3: all runs again, some 40 minutes of one core.
trade-offs: .venv/ready
	$(BIN)/python benchmarks/trade_offs.py

# One zip for each chapter: `make handout`, or `make handout CHAPTER=4`.
handout: .venv/ready
	$(BIN)/python tools/handout.py $(CHAPTER)

# `make grade FOLDER=submitted` writes verdicts.csv.
grade: .venv/ready
	$(BIN)/python -P -m genai_utils.checks "$(FOLDER)"

# The pages beside the stock theme's, in Chromium.
bench-pages: book
	$(BIN)/python tools/fetch_assets.py benchmarks
	$(BIN)/python benchmarks/pages.py

clean:
	rm -rf _build .venv assets/vendor benchmarks/vendor tests/vendor tools/vendor handouts
