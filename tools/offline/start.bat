@echo off
rem Start the course without network; --read opens its pages alone, --check tries everything.
cd /d "%~dp0"
for %%v in (3.14 3.13 3.12 3.11) do (
    py -%%v -c "" >nul 2>nul
    if not errorlevel 1 (
        py -%%v start.py %*
        goto end
    )
)
python start.py %*
if errorlevel 9009 echo No Python was found. Install Python 3.14, 3.13, 3.12 or 3.11, and start again.
:end
pause
