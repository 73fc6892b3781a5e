@echo off
setlocal
rem Builds Hamf when a source is newer than the built program, then runs the program directly. Works from any folder.
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%artifacts\hamf\hamf.exe"
set "STAMP=%ROOT%artifacts\hamf.built"
powershell -NoProfile -Command "$r=$env:ROOT; $s=Get-Item -ErrorAction SilentlyContinue -LiteralPath $env:STAMP; if(-not $s -or -not (Test-Path -LiteralPath $env:PROGRAM)){exit 1}; $n=@(Get-ChildItem -Recurse -ErrorAction SilentlyContinue -LiteralPath ($r+'src'),($r+'third_party'),($r+'samples'))+@(Get-ChildItem -LiteralPath $r -Filter Directory.*.props)+@(Get-Item -LiteralPath ($r+'global.json')) | Where-Object {$_.LastWriteTimeUtc -gt $s.LastWriteTimeUtc} | Select-Object -First 1; if($n){exit 1}"
if not errorlevel 1 goto run

where dotnet >nul 2>nul
if errorlevel 1 (
  echo hamf: the .NET 10 SDK is needed to build; 'dotnet' was not found on PATH 1>&2
  exit /b 1
)
echo hamf: building (first use, or sources changed)... 1>&2
if not exist "%ROOT%artifacts" mkdir "%ROOT%artifacts"
rem The stamp carries the time the build began: what is saved while it runs counts as newer.
type nul > "%STAMP%.new"
set "RUNTIME=win-x64"
if /i "%PROCESSOR_ARCHITECTURE%"=="ARM64" set "RUNTIME=win-arm64"
rem Compiled ahead of time, so that it starts at once; where the compiler for that cannot be had, it is left to the runtime.
dotnet publish "%ROOT%src\Hamf.App" -c Release --runtime %RUNTIME% --self-contained false -p:PublishReadyToRun=true -o "%ROOT%artifacts\hamf" -v quiet -nologo --tl:off 1>&2
if not errorlevel 1 goto built
dotnet publish "%ROOT%src\Hamf.App" -c Release -o "%ROOT%artifacts\hamf" -v quiet -nologo --tl:off 1>&2
if not errorlevel 1 goto built
del "%STAMP%.new"
echo hamf: the build failed; see the messages above 1>&2
exit /b 1

:built
move /y "%STAMP%.new" "%STAMP%" >nul

:run
"%PROGRAM%" %*
exit /b %ERRORLEVEL%
